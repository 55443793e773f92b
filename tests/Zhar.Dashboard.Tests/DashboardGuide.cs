using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard.Tests;

public sealed class GuideRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().ProtectFromForgery().PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.LiveDashboard("/dev/dashboard");
    });
}

public sealed class GuideOptionsRouter : Router
{
    protected override void Routes() => Scope("/", s =>
    {
        s.LiveDashboard("/admin/dashboard", o => o.OutsideDevelopment = true).RequireAuthorization("admin");
        s.LiveDashboard("/dev/shop", o => o.Meters = ["MyApp.Orders"]);
    });
}
