using Microsoft.AspNetCore.Mvc;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>ASP.NET Core MVC: controllers, Razor views with a layout, session, antiforgery, and the headers that Zhar's browser pipeline sets.</summary>
internal static class MvcServer
{
    internal static Task Run()
    {
        var builder = BenchServer.Builder();
        builder.Services.AddControllersWithViews().AddJsonOptions(static o => o.JsonSerializerOptions.TypeInfoResolverChain.Insert(0, PayloadJson.Default));
        builder.Services.AddAntiforgery();
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        UsersContext.Add(builder.Services);
        var app = builder.Build();
        app.Use(static (context, next) =>
        {
            var headers = context.Response.Headers;
            headers["referrer-policy"] = "strict-origin-when-cross-origin";
            headers.ContentSecurityPolicy = "base-uri 'self'; frame-ancestors 'self';";
            headers.XContentTypeOptions = "nosniff";
            headers["x-permitted-cross-domain-policies"] = "none";
            return next(context);
        });
        app.UseSession();
        app.UseAntiforgery();
        app.MapControllers();
        return BenchServer.Run(app);
    }
}

public sealed class HomeController : Microsoft.AspNetCore.Mvc.Controller
{
    [HttpGet("/hello")]
    public IActionResult Hello()
    {
        HttpContext.Session.SetString("seen", "1");
        return View(HelloModel.Make());
    }

    [HttpGet("/api/hello")]
    public ActionResult<Hello> Json() => Servers.Hello.Make();
}

[ApiController]
public sealed class UsersController(UsersContext users) : ControllerBase
{
    [HttpGet("/api/users")]
    public Task<UserList> Users() => users.First();
}
