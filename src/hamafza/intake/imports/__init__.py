"""The import door: a spreadsheet becomes requests, each row checked, all of it undoable.

What enters: a clean table (`kernel.sheets`). What leaves: `receive`, row by row, once for each row.
"""
