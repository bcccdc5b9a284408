"""What is refused about electors: proxies, who is put on a roll, who voted what."""

from services.kit.errors import N_, Conflict, Forbidden


class NoProxies(Conflict):
    """Raised for a proxy in a round whose rule has none."""

    slug = "no-proxies"
    sentence = N_("Vòng biểu quyết này không có ủy quyền.")


class HoldsProxies(Conflict):
    """Raised when somebody gives a proxy who holds one: a proxy is not passed on."""

    slug = "holds-proxies"
    sentence = N_("Bạn đang nhận ủy quyền của người khác nên không ủy quyền tiếp được.")


class HolderGaveProxy(Conflict):
    """Raised when a proxy is given to somebody who has given theirs away."""

    slug = "holder-gave-proxy"
    sentence = N_("Người này đã ủy quyền cho người khác nên không nhận ủy quyền được.")


class HolderHasEnough(Conflict):
    """Raised when a proxy is given to somebody who holds as many as the round allows; `most` says how many."""

    slug = "holder-has-enough"
    sentence = N_("Người này đã nhận đủ số ủy quyền mà vòng biểu quyết cho phép.")


class ProxyTurnedDown(Conflict):
    """Raised when a proxy is given again that its holder has declined, or an organizer struck."""

    slug = "proxy-turned-down"
    sentence = N_("Ủy quyền cho người này đã bị từ chối hoặc bị ban tổ chức bác, nên không lặp lại được.")


class NoProxyGiven(Conflict):
    """Raised when somebody takes back a proxy and has none given."""

    slug = "no-proxy-given"
    sentence = N_("Bạn không có ủy quyền nào đang có hiệu lực trong vòng này.")


class ProxyUsed(Conflict):
    """Raised when a proxy is to be taken back with which its holder has voted, or taken a sheet."""

    slug = "proxy-used"
    sentence = N_("Người được ủy quyền đã bỏ phiếu hoặc nhận phiếu giấy thay bạn nên không rút ủy quyền được nữa.")


class AlreadyOnRoll(Conflict):
    """Raised when somebody is to be put on a roll who is on it."""

    slug = "already-on-roll"
    sentence = N_("Người này đã có tên trong danh sách cử tri.")


class ElectorHasVoted(Conflict):
    """Raised when an elector is to be replaced, or handed a sheet, who has voted or was handed one."""

    slug = "elector-has-voted"
    sentence = N_("Người này đã bỏ phiếu hoặc đã nhận phiếu giấy.")


class NeedsAnotherOrganizer(Forbidden):
    """Raised when who proposed a late elector, or entered a sheet, would confirm it too."""

    slug = "needs-another-organizer"
    sentence = N_("Việc bạn đã đề nghị hoặc đã nhập, một người khác trong ban tổ chức phải xác nhận.")


class AdmissionProposed(Conflict):
    """Raised when somebody is to be put on a roll of whom that has been proposed already."""

    slug = "admission-proposed"
    sentence = N_("Đã có đề nghị thêm người này, đang chờ xác nhận.")


class AdmissionDecided(Conflict):
    """Raised when a proposed elector has been confirmed or dropped meanwhile; `state` says which."""

    slug = "admission-decided"
    sentence = N_("Đề nghị này đã được giải quyết.")


class NamesNotShown(Forbidden):
    """Raised when somebody asks who voted what in a round that is secret, or does not promise that all may see it."""

    slug = "names-not-shown"
    sentence = N_("Vòng biểu quyết này không công bố ai đã chọn gì.")
