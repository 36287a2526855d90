"""Pictures and documents that belong to something, wherever that something lives."""

from django.db import models

from linli.kernel.encryption import EncryptedTextField


class AttachmentKind(models.TextChoices):
    IMAGE = "image", "图片"
    DOCUMENT = "document", "文件"


class Attachment(models.Model):
    """One kept file (附件). `key` is where it lies; nobody but linli serves it.

    When and where a picture was taken stays in the house: no public page may show it.
    """

    subject = models.CharField("对象", max_length=60, db_index=True)
    by = models.CharField("上传人", max_length=60)
    place = models.CharField("地点", max_length=60)
    kind = models.CharField("种类", max_length=10, choices=AttachmentKind)
    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("格式", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    width = models.PositiveIntegerField("宽", null=True)
    height = models.PositiveIntegerField("高", null=True)
    key = models.CharField("存放", max_length=100)
    taken_at = models.DateTimeField("拍摄时间（不公开）", null=True)
    taken_where = EncryptedTextField("拍摄位置（不公开）", default="")
    caption = models.CharField("说明", max_length=200, default="")
    is_public = models.BooleanField("公开", default=False)
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        app_label = "kernel"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_kind_known",
                condition=models.Q(kind__in=["image", "document"]),
            ),
            models.CheckConstraint(
                name="attachment_image_has_a_size",
                condition=models.Q(kind="document")
                | models.Q(width__isnull=False, height__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def thumbnail_key(self) -> str:
        """Name the small copy of a picture; of a document, nothing."""
        stem, dot, ending = self.key.rpartition(".")
        return f"{stem}-480{dot}{ending}" if self.kind == AttachmentKind.IMAGE else ""
