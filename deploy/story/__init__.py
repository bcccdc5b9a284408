"""The Bình Thuận forum of 29 May 2023, played from invitation to the leaders' answers, as people would: through HTTP and mail."""
