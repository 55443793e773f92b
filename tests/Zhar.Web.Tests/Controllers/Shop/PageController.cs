using Microsoft.AspNetCore.Http;

namespace Zhar.Web.Tests.Controllers.Shop;

public sealed partial class PageController : Controller
{
    public IResult Home(Conn conn) => HtmlResult($"<p>{conn.CurrentPath}</p>");

    public IResult Login() => NoContent();

    public IResult Files(string path) => Text(path);

    public IResult About(int version) => Text($"about {version}");

    public IResult Tagged(string slug, Role[]? roles = null) => Text(slug);

    public IResult Plain() => HtmlResult($"<p>plain</p>", layouts: false);
}

public sealed partial class PostController : Controller
{
    public IResult Index(int userId) => Text($"posts of {userId}");

    public IResult Show(int userId, Guid id) => Text($"post {id} of {userId}");
}
