"""What the lived-in demo province is made of: invented people, centres, words; pure Python, no Django."""
