using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Says who answers here.</summary>
public sealed partial class StatusController : Controller
{
    public IResult Show(Conn conn) => Render(Show, new StatusData("my_app", typeof(StatusController).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"));
}
