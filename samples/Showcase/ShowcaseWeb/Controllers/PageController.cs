using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>The page that all others are reached from.</summary>
public sealed partial class PageController : Controller
{
    public IResult Home(Conn conn) => Render(Home);
}
