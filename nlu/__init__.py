"""How CityBridge understands: one bilingual pipeline from text to intent, names and record hits."""
