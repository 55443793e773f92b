using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Playhouse;
using Playhouse.Live;
using Zhar.Web;

namespace Zhar.Live.Brownfield.Tests.Guide;

internal static class GuideProgram
{
    internal static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        Site.AddServices(builder);
        builder.AddZhar<Application>();

        var app = builder.Build();
        await Site.Use(app);
        app.MapZharEndpoint<LiveEndpoint>("/zhar");

        await app.RunAsync();
    }
}

public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(
        PubSub.Child(),
        Holds.Child() with { Name = Holds.Name },
        LiveEndpoint.Child());
}

public sealed class LiveEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Session(s => s.Key = "playhouse_live")
        .LiveSocket("/live", new LiveOptions().Embeds<SeatsLive>());
}

/// <summary>The guide says what the compiler has seen, here or in the sample.</summary>
public sealed partial class BrownfieldGuideTests
{
    [Fact]
    public void Every_block_of_code_is_compiled()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Zhar.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Zhar.slnx is in no folder above.");
        string[] files = [Path.Combine(root, "tests/Zhar.Live.Brownfield.Tests/BrownfieldGuide.cs"), .. Directory.GetFiles(Path.Combine(root, "samples/Brownfield/Live"), "*.cs")];
        var source = string.Join('\n', files.Select(static f => Unindented(File.ReadAllText(f))));
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(root, "docs/guides/brownfield.md"))).Select(static m => Unindented(m.Groups[1].Value)).ToList();

        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(block, source, StringComparison.Ordinal));
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
