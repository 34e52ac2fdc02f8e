"""The look: base pages, components, their gallery, filters and fields that speak Persian and English."""
