using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Zhar.Live.Tests.Support;
using Zhar.Web;

namespace Zhar.Live.Tests.Lives;

/// <summary>Frames of a live page that are nearly right. The run has a seed that is printed; ZHAR_FUZZ_SEED repeats one, ZHAR_FUZZ_ROUNDS makes it longer.</summary>
public sealed class LiveFuzzTests(ITestOutputHelper output)
{
    private const int FramesOfAPage = 40;

    private static readonly string[] Names = ["step", "add", "entry", "held", "lv:clear-flash", "", "phx_leave", "\\u0000", "no_such", "fail"];

    private static readonly string[] Events =
    [
        "event", "event", "event", "event", "live_patch", "phx_join", "phx_leave", "heartbeat", "cids_will_destroy", "cids_destroyed", "allow_upload", "progress", "phx_error", "", "diff",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "{}", "[]", "7", "-1e999", "1e-7", "9999999999999999999999", "\"\"", "\"text\"", "\"\\u0000\\ud800\"", "\"a=1&b[c]=2&b[c][d]=3\"", "\"%zz%FF&=&[]=\"", "{\"value\":\"x\"}", "{\"entry\":\"e\"}", "{\"entry\":{\"a\":1}}",
        "{\"cids\":[1,2]}", "{\"cids\":\"x\"}", "\"http://localhost/feed?x=1\"", "\"http://localhost:99999/\"", "\"javascript:x\"", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[[[[[[1]]]]]]}}}}}}", "[1,[2,[3]]]",
    ];

    private int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("ZHAR_FUZZ_ROUNDS"), out var rounds) ? rounds : 60;

    [Fact]
    public async Task Frames_never_hurt_anybody_but_their_own_page()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ZHAR_FUZZ_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}, {Rounds} rounds");
        var random = new Random(seed);
        await using var app = await LifeApp.Start();
        var neighbour = await app.App.Open("/hall");

        for (var round = 0; round < Rounds; round++)
        {
            var page = await app.App.Open("/feed");
            for (var i = 0; i < FramesOfAPage; i++)
            {
                var (frame, isBinary) = Frame(random, page);
                try
                {
                    await page.Socket.SendRaw(frame, isBinary).WaitAsync(TimeSpan.FromSeconds(20));
                }
                catch (FrameFormatException)
                {
                    break; // the connection ends there
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, round {round}: {e.GetType().Name} at {Encoding.UTF8.GetString(frame)}: {e.Message}");
                }
            }

            await page.Socket.Close();
            Assert.Equal($$$"""{"diff":{"0":"{{{round + 1}}}"}}""", (await neighbour.Event("step")).Payload.GetRawText());
        }

        // Of all that was sent only an event that the view does not know may end a page.
        foreach (var entry in app.App.Conns.Log.Entries.Where(static e => e.Level >= LogLevel.Error))
            Assert.True(entry.ToString().Contains("no handler for the event", StringComparison.Ordinal), $"seed {seed}: {entry} {entry.Exception}");
        await Eventually.True(() => app.App.Host.Count == 1);
    }

    private static (byte[] Frame, bool IsBinary) Frame(Random random, Page page)
    {
        var joinRef = Pick(random, $"\"{page.Channel.JoinRef}\"", $"\"{page.Channel.JoinRef}\"", $"\"{page.Channel.JoinRef}\"", "null", "\"99\"", "7");
        var topic = random.Next(12) == 0 ? Pick(random, "\"lv:phx-0\"", "\"lv:\"", "\"phoenix\"", "\"room:1\"", "{}") : $"\"lv:{page.Id}\"";
        var text = $"[{joinRef},\"{random.Next(100)}\",{topic},\"{Pick(random, Events)}\",{Payload(random, page)}]";
        if (random.Next(10) == 0)
            text = Mutate(random, text);
        if (random.Next(15) > 0)
            return (Encoding.UTF8.GetBytes(text), false);
        byte[] header = [0, 1, 1, (byte)(3 + page.Id.Length), 5, .. Encoding.UTF8.GetBytes($"{page.Channel.JoinRef[0]}1lv:{page.Id}event")];
        byte[] binary = [.. header, .. Encoding.UTF8.GetBytes(Pick(random, Values))];
        if (random.Next(3) == 0)
            binary[random.Next(binary.Length)] = (byte)random.Next(256);
        return (binary, true);
    }

    private static string Payload(Random random, Page page) => random.Next(8) switch
    {
        0 => Pick(random, Values),
        1 => $$"""{"url":{{Pick(random, Values)}},"session":"{{page.SessionToken}}","static":{{Pick(random, Values)}},"params":{{Pick(random, Values)}}}""",
        2 => $$"""{"type":"form","event":"{{Pick(random, Names)}}","value":{{Pick(random, Values)}},"meta":{{Pick(random, Values)}}}""",
        3 => $$"""{"type":{{Pick(random, Values)}},"event":{{Pick(random, Values)}},"value":{{Pick(random, Values)}},"cid":{{Pick(random, Values)}}}""",
        4 => $$"""{"type":"click","event":"add","value":{{Pick(random, Values)}},"uploads":{{Pick(random, Values)}}}""",
        5 => $$"""{"ref":{{Pick(random, Values)}},"entries":{{Pick(random, Values)}},"event":{{Pick(random, Values)}},"progress":{{Pick(random, Values)}},"entry_ref":{{Pick(random, Values)}}}""",
        _ => $$"""{"type":"click","event":"{{Pick(random, Names)}}","value":{{Pick(random, Values)}}}""",
    };

    private static string Mutate(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text[..at],
            1 => text.Remove(at, 1),
            2 => text.Insert(at, Pick(random, "[", "]", "{", "}", ",", "\"", "\\", "\0", "é", "null")),
            _ => text[..at] + new string('[', 200) + text[at..],
        };
    }

    private static string Pick(Random random, params string[] items) => items[random.Next(items.Length)];
}
