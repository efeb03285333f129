"""Figures as a workbook and raw rows as workbook or CSV.

Whoever makes one imports `bot.sheets.books`: xlsxwriter would make every start slower.
"""
