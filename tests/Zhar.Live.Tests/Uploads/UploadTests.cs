using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Testing;
using Zhar.Testing;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Uploads;

/// <summary>Files that pages upload.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private readonly Shelf _shelf = new();
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<UploadsEndpoint>(services: s => s.AddSingleton(_shelf));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Files_go_up_in_chunks_and_are_consumed_with_the_form()
    {
        var page = await _app.Conn().Live("/album");
        var input = page.FileInput("#album", "pages", new("a.txt", "one chunk and a half of text"), new LiveTestFile("b.png", "five!"u8.ToArray(), "image/png"));

        await input.Upload("a.txt");
        await input.Upload("b.png");
        Assert.Equal(["100", "100"], page.Texts(".entry i"));
        await page.Form("#album").Submit();

        Assert.Equal("a.txt=one chunk and a half of text;b.png=five!", page.Element("#saved").Text);
        Assert.False(page.Has(".entry"));
    }

    [Fact]
    public async Task A_component_that_is_given_an_upload_or_a_file_shows_its_progress()
    {
        await using var page = await _app.Conn().Live("/shared");
        var input = page.FileInput("#shared", "pages", new("a.txt", "twelve bytes"), new LiveTestFile("b.txt", "four"));

        await input.Upload("a.txt", 50);
        Assert.Equal("a.txt 50,b.txt 0", page.Element("#list p").Text);
        Assert.Equal(["a.txt 50 false", "b.txt 0 false"], page.Texts(".file"));
        Assert.Equal("a.txt 50,b.txt 0", page.Element("#memo").Text);

        await input.Upload("a.txt");
        Assert.Equal("a.txt 100,b.txt 0", page.Element("#list p").Text);
        Assert.Equal(["a.txt 100 true", "b.txt 0 false"], page.Texts(".file"));
        await page.Element("button", "Cancel a.txt").Click();

        Assert.Equal("b.txt 0", page.Element("#list p").Text);
        Assert.Equal(["b.txt 0 false"], page.Texts(".file"));
        Assert.Equal("b.txt 0", page.Element("#memo").Text);
    }

    [Fact]
    public async Task The_temporary_file_is_deleted_once_it_is_consumed()
    {
        var page = await _app.Conn().Live("/album");
        await page.FileInput("#album", "pages", new LiveTestFile("a.txt", "text")).Upload("a.txt");
        await page.PushHook("postpone");
        await page.Form("#album").Submit();
        Assert.True(File.Exists(Assert.Single(_shelf.Paths)));
        Assert.True(page.Has(".entry"));

        await page.PushHook("postpone");
        await page.Form("#album").Submit();

        await Gone(_shelf.Paths.Last());
        Assert.Equal("a.txt=text", page.Element("#saved").Text);
    }

    [Fact]
    public async Task The_temporary_file_goes_with_the_page()
    {
        var page = await _app.Conn().Live("/album");
        await page.FileInput("#album", "pages", new LiveTestFile("a.txt", "text")).Upload("a.txt");
        await page.PushHook("postpone");
        await page.Form("#album").Submit();

        await page.DisposeAsync();

        await Gone(_shelf.Paths.First());
    }

    [Fact]
    public async Task Progress_shows_while_a_file_goes_up()
    {
        var page = await _app.Conn().Live("/album");
        var input = page.FileInput("#album", "pages", new LiveTestFile("a.txt", "0123456789012345678901234567890123456789"));

        await input.Upload("a.txt", 50);
        Assert.Equal("50", page.Element(".entry i").Text);
        await input.Upload("a.txt");

        Assert.Equal("100", page.Element(".entry i").Text);
    }

    [Fact]
    public async Task What_is_not_allowed_shows_its_errors_and_is_not_taken()
    {
        var page = await _app.Conn().Live("/album");
        var input = page.FileInput("#album", "pages", new("large.txt", new string('x', 41)), new LiveTestFile("a.exe", new byte[1]));

        await input.Choose();
        var answers = await input.Preflight();

        Assert.Equal(["too_large", "not_accepted"], page.Texts(".entry u"));
        Assert.Equal("[\"too_large\"]", answers["large.txt"].GetRawText());
        Assert.NotEqual("", page.Element("input.files")["data-phx-error-refs"]);
    }

    [Fact]
    public async Task The_application_checks_files_too()
    {
        var page = await _app.Conn().Live("/album");

        await page.FileInput("#album", "pages", new LiveTestFile("bad.txt", "x")).Choose();

        Assert.Equal("bad name", page.Element(".entry u").Text);
    }

    [Fact]
    public async Task More_files_than_allowed_are_an_error_until_one_is_cancelled()
    {
        var page = await _app.Conn().Live("/album");
        var input = page.FileInput("#album", "pages", new LiveTestFile("a.txt", "a"), new LiveTestFile("b.txt", "b"), new LiveTestFile("c.txt", "c"));
        await input.Choose();
        Assert.Equal("You have chosen too many files.", page.Element("#errors").Text);
        Assert.Equal("\"too_many_files\"", (await input.Preflight())["pages"].GetRawText());

        await page.Element("button", "Cancel b.txt").Click();
        Assert.Equal("", page.Element("#errors").Text);
        Assert.Equal(2, (await input.Preflight()).Count(static a => a.Value.ValueKind == JsonValueKind.String));
    }

    [Fact]
    public async Task A_cancelled_file_is_no_longer_taken()
    {
        var page = await _app.Conn().Live("/album");
        var input = page.FileInput("#album", "pages", new LiveTestFile("a.txt", "0123456789012345678901234567890123456789"));
        await input.Upload("a.txt", 25);

        await page.Element("button", "Cancel a.txt").Click();

        await Assert.ThrowsAsync<ExpectationException>(() => input.Upload("a.txt"));
        Assert.False(page.Has(".entry"));
        await page.PushHook("postpone"); // the page lives
    }

    [Fact]
    public async Task Files_that_go_up_by_themselves_are_consumed_as_they_come()
    {
        var page = await _app.Conn().Live("/auto");
        var input = page.FileInput("#logs", "logs", new LiveTestFile("a.log", "abcdefgh"), new LiveTestFile("b.log", "xyz"));

        await input.Upload("a.log");
        await input.Upload("b.log");

        Assert.Equal("[a.log abcdefgh][b.log xyz]", page.Element("#seen").Text);
        Assert.Equal(["abcdefgh closed", "discarded", "xyz closed", "discarded"], await Settled(_shelf.Written, 4));

        // In all, two were allowed.
        await page.FileInput("#logs", "logs", new LiveTestFile("c.log", "c")).Choose();
        Assert.Equal("too_many_files", page.Element("#errors").Text);
    }

    [Fact]
    public async Task Of_too_many_files_that_go_up_by_themselves_the_first_are_taken()
    {
        var page = await _app.Conn().Live("/auto");
        var input = page.FileInput("#logs", "logs", new LiveTestFile("a.log", "a"), new LiveTestFile("b.log", "b"), new LiveTestFile("c.log", "c"));
        await input.Choose();

        var answers = await input.Preflight();
        await input.Upload("a.log");
        await input.Upload("b.log");

        Assert.Equal(["a.log", "b.log"], answers.Keys);
        Assert.Equal("[a.log a][b.log b]", page.Element("#seen").Text);
        Assert.Equal("too_many_files", page.Element("#errors").Text); // in all it were three
        Assert.Equal(["c.log"], page.Texts(".entry"));
    }

    [Fact]
    public async Task A_writer_that_fails_ends_its_file_alone()
    {
        _shelf.FailOn = "efgh";
        var page = await _app.Conn().Live("/auto");
        var input = page.FileInput("#logs", "logs", new LiveTestFile("a.log", "abcdefgh"), new LiveTestFile("b.log", "xyz"));

        await Assert.ThrowsAsync<ExpectationException>(() => input.Upload("a.log"));
        await input.Upload("b.log");

        await page.WaitFor(static html => html.Contains("a.log writer_failure", StringComparison.Ordinal));
        Assert.Equal("[b.log xyz]", page.Element("#seen").Text);
    }

    [Fact]
    public async Task A_browser_is_told_where_else_to_send_a_file()
    {
        var page = await _app.Conn().Live("/elsewhere");
        var input = page.FileInput("#films", "films", new LiveTestFile("yes.mp4", "x"), new LiveTestFile("no.mp4", "x"));
        await input.Choose();

        var answers = await input.Preflight();

        Assert.Equal("""{"uploader":"S3","url":"https://store.example/yes.mp4","fields":{"key":7}}""", answers["yes.mp4"].GetRawText());
        Assert.Equal("[\"no room\"]", answers["no.mp4"].GetRawText());
    }

    [Fact]
    public async Task Components_have_uploads_of_their_own()
    {
        var page = await _app.Conn().Live("/profile");

        await page.FileInput("#yours", "avatar", new LiveTestFile("me.png", "12345")).Upload("me.png");
        await page.Form("#yours").Submit();
        await page.Form("#mine").Submit();

        Assert.Equal("me.png 5", page.Element("#yours output").Text);
        Assert.Equal("", page.Element("#mine output").Text);
    }

    [Fact]
    public async Task A_single_file_is_replaced_by_the_next_one()
    {
        var page = await _app.Conn().Live("/profile");
        await page.FileInput("#mine", "avatar", new LiveTestFile("one.png", "1")).Choose();

        await page.FileInput("#mine", "avatar", new LiveTestFile("two.png", "22")).Upload("two.png");
        await page.Form("#mine").Submit();

        Assert.Equal("two.png 2", page.Element("#mine output").Text);
    }

    /// <summary>Waits until a file is deleted.</summary>
    private static async Task Gone(string path)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (File.Exists(path))
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<string[]> Settled(IReadOnlyCollection<string> lines, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (lines.Count < count)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return [.. lines];
    }
}
