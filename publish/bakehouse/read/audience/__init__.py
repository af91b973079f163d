"""Exports of audience tools: numbers of visits by feature, without a word that people typed."""
