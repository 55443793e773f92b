using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Pages that need no context.</summary>
public sealed partial class PageController : Controller
{
    public IResult Home(Conn conn) => Render(Home);
}
