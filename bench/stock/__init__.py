"""Rasa's stock default pipeline, to compare with."""

from bench.stock.measure import StockError, StockReport, Training, measure_stock

__all__ = ["StockError", "StockReport", "Training", "measure_stock"]
