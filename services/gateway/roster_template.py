"""The list of delegates as a file to fill in: its columns, and rows that show how. The forum service reads it."""

FILE_NAME = "mau-danh-sach.csv"
COLUMNS = ("Họ và tên", "Email", "Khối", "Đơn vị", "Chức vụ", "Vai trò", "Hệ số")
EXAMPLES = (
    ("Nguyễn Thị Ánh", "anh.nguyen@example.vn", "Hội Phụ nữ xã", "", "Chủ tịch Hội", "đại biểu", "1"),
    ("Trần Văn Bình", "binh.tran@example.vn", "Chính quyền", "", "Phó Chủ tịch UBND xã", "khách mời", "1"),
)
