using System.Globalization;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>The load client, in an OS process of its own.</summary>
internal static class ClientProgram
{
    internal static async Task Run()
    {
        Fleet? fleet = null;
        await ClientProcess.Serve(async words =>
        {
            switch (words)
            {
                case ["load", var port, var path, var connections, var milliseconds, var cookie]:
                    var outcome = await RequestLoad.Run(Int(port), path, Int(connections), TimeSpan.FromMilliseconds(Int(milliseconds)), cookie.Length == 0 ? null : cookie);
                    return [outcome.Requests, outcome.Requests / outcome.Time.TotalSeconds, outcome.MedianMicroseconds, outcome.WorstPercentMicroseconds, outcome.Bytes];
                case ["open", var dialect, var port, var count]:
                    fleet ??= new Fleet(Dialect.All[dialect], Int(port));
                    await fleet.Open(Int(count));
                    return [fleet.Count];
                case ["shout", var times]:
                    var taken = new List<double>();
                    for (var i = 0; i < Int(times); i++)
                        taken.Add((await fleet!.Shout()).TotalMilliseconds); // opened before
                    taken.Sort();
                    return [Statistics.Percentile([.. taken], 0.5), taken[^1], fleet!.Behind, fleet.Disorder];
                case ["echo", var times]:
                    var trips = await fleet!.Echo(Int(times)); // opened before
                    return [Statistics.Percentile(trips, 0.5), Statistics.Percentile(trips, 0.99)];
                case ["close"]:
                    fleet?.Dispose();
                    fleet = null;
                    return [];
                default:
                    throw new InvalidOperationException($"Unknown command '{string.Join(' ', words)}'.");
            }
        });
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
