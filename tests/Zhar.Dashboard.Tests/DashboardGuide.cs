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

/// <summary>The guide says what the compiler has seen.</summary>
public sealed partial class DashboardGuideTests
{
    [Fact]
    public void Every_block_of_code_is_compiled()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Zhar.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Zhar.slnx is in no folder above.");
        var source = Unindented(File.ReadAllText(Path.Combine(root, "tests/Zhar.Dashboard.Tests/DashboardGuide.cs")));
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(root, "docs/guides/dashboard.md"))).Select(static m => Unindented(m.Groups[1].Value)).ToList();

        Assert.Equal(3, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(block, source, StringComparison.Ordinal));
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
