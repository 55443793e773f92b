using System.Text.RegularExpressions;
using Zhar.Live.Tests.Support;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Client;

/// <summary>Hooks that stand beside their views, as the build has put them into this assembly.</summary>
public sealed class HookModuleTests
{
    [Fact]
    public async Task A_page_imports_the_hooks_of_its_application_from_a_path_that_browsers_may_keep()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/basic");
        var entry = Regex.Match(page.Html, "import beside from \"([^\"]+)\"").Groups[1].Value;

        var index = await app.Conns.Conn().Get(entry);
        var module = await app.Conns.Conn().Get(entry.Replace("index.js", "Client/Beside.hooks.js", StringComparison.Ordinal));

        Assert.Matches("^/live/hooks/[0-9a-f]{16}/index.js$", entry);
        Assert.Contains("import * as m0 from \"./Client/Beside.hooks.js\";", index.Body, StringComparison.Ordinal);
        Assert.Contains("add(\"Beside\", m0);", index.Body, StringComparison.Ordinal);
        Assert.Contains("export const Other", module.Body, StringComparison.Ordinal);
        Assert.All([index, module], file => Assert.Contains("immutable", file.Header("Cache-Control"), StringComparison.Ordinal));
        Assert.All([index, module], file => Assert.StartsWith("text/javascript", file.Header("Content-Type"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/live/hooks/0000000000000000/index.js")]
    [InlineData("/live/hooks/index.js")]
    public async Task A_path_of_another_build_leads_nowhere(string path)
    {
        await using var app = await LiveApp.Start();
        await app.Get("/basic");

        Assert.Equal(404, (await app.Conns.Conn().Get(path)).Status);
    }
}
