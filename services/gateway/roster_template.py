"""The list of delegates as a file to fill in: its columns, and a row that shows how. The forum service reads it."""

FILE_NAME = "mau-danh-sach-dai-bieu.csv"
COLUMNS = ("Họ và tên", "Email", "Khối", "Đơn vị", "Chức vụ", "Vai trò")
EXAMPLE = ("Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN cấp xã", "", "Chủ tịch Hội LHPN xã", "đại biểu")
