"""WACZ packages, version 1.1.1: written, and checked. https://specs.webrecorder.net/wacz/1.1.1/"""
