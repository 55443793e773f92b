using System.Globalization;
using Zhar.Benchmarks.Web.Clients;

namespace Zhar.Benchmarks.Showcase.Clients;

/// <summary>The users, in an OS process of their own.</summary>
internal static class ClientProgram
{
    internal static async Task Run()
    {
        Crowd? crowd = null;
        await ClientProcess.Serve(async words =>
        {
            switch (words)
            {
                case ["open", var port, var users]:
                    crowd = new Crowd(Int(port), Int(users));
                    await crowd.Open();
                    return [];
                case ["act", var milliseconds, var what]:
                    return (await crowd!.Act(TimeSpan.FromMilliseconds(Int(milliseconds)), hogs: what == "hogs", counts: what != "warm")).ToArray(); // opened before
                case ["leave"]:
                    crowd?.Dispose();
                    crowd = null;
                    return [];
                default:
                    throw new InvalidOperationException($"Unknown command '{string.Join(' ', words)}'.");
            }
        });
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
