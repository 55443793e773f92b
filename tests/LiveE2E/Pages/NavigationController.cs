using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A page without a view among live ones.</summary>
public sealed partial class NavigationController : Controller
{
    public IResult Dead(Conn conn) => HtmlResult(Layouts.Navigation(null, $"<h1>Dead view</h1>"));
}
