using System.Globalization;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Web.Clients;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>The load client, in an OS process of its own.</summary>
internal static class ClientProgram
{
    internal static async Task Run()
    {
        PageFleet? fleet = null;
        await ClientProcess.Serve(async words =>
        {
            switch (words)
            {
                case ["open", var server, var port, var path, var count]:
                    fleet ??= new PageFleet(server, Int(port), path);
                    return [(await fleet.Open(Int(count))).TotalSeconds];
                case ["events", var times]:
                    var trips = await fleet!.Events(Int(times)); // opened before
                    return [Statistics.Percentile(trips, 0.5), Statistics.Percentile(trips, 0.99), fleet.First.DiffBytes, fleet.First.FrameBytes];
                case ["rate", var milliseconds]:
                    var (events, time) = await fleet!.Rate(TimeSpan.FromMilliseconds(Int(milliseconds))); // opened before
                    return [events, time.TotalSeconds];
                case ["say", var times]:
                    var taken = new List<double>();
                    for (var i = 0; i < Int(times); i++)
                        taken.Add((await fleet!.Say()).TotalMilliseconds); // opened before
                    taken.Sort();
                    return [Statistics.Percentile([.. taken], 0.5), taken[^1], fleet!.Behind, fleet.Disorder];
                default:
                    throw new InvalidOperationException($"Unknown command '{string.Join(' ', words)}'.");
            }
        });
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
