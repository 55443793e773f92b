using System.Text.RegularExpressions;
using Chat;
using ChatWeb;
using Zhar.Live.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Samples.Tests;

/// <summary>Base of tests of the chat: each has a chat of its own, with an empty file as its database.</summary>
public abstract partial class ChatCase : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-chat-").FullName;

    /// <summary>The running chat.</summary>
    protected ConnTest App { get; private set; } = null!; // set before any test

    public async ValueTask InitializeAsync() => App = await ConnTest.Start<Application, Endpoint>([new("DATABASE_URL", $"sqlite:{Path.Combine(_folder, "chat.db")}")]);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A browser in which somebody has said who it is.</summary>
    protected async Task<TestConn> LogIn(string name)
    {
        var gate = await App.Conn().Get("/");
        var entered = await gate.Post("/session", Params.Of(("_csrf_token", TokenOf(gate)), ("member", Params.Of(("name", name)))));
        Assert.Equal("/chat/general", entered.RedirectedTo());
        return entered;
    }

    /// <summary>Somebody's page of a room, in a browser of its own.</summary>
    protected async Task<LiveTestView> Enter(string name, string room = "general") => await (await LogIn(name)).Live($"/chat/{room}");

    /// <summary>Writes a message and sends it.</summary>
    protected static Task<string> Say(LiveTestView page, string text) => page.Form("#composer", ("message[body]", text)).Submit();

    /// <summary>Ends the process of a page without a word, as a fault in it would.</summary>
    protected Task Kill(LiveTestView page) => App.Node.Run(_ =>
    {
        Process.Exit(page.Pid, ExitReason.Kill);
        return Task.CompletedTask;
    });

    /// <summary>What a page shows of the messages, without the times.</summary>
    protected static IReadOnlyList<string> Messages(LiveTestView page) => [.. page.Texts("#messages .body").Select(static t => Time().Replace(t, ""))];

    protected static string TokenOf(TestConn page) => Token().Match(page.HtmlResponse()).Groups[1].Value;

    [GeneratedRegex("name=\"_csrf_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex(" ?[0-9]{2}:[0-9]{2}$")]
    private static partial Regex Time();
}
