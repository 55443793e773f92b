using System.Globalization;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>The load client, in an OS process of its own. It takes commands on its input, one a line, and answers each with one line of figures.</summary>
internal static class ClientProgram
{
    internal static async Task Run()
    {
        PageFleet? fleet = null;
        while (Console.ReadLine() is { } line)
        {
            try
            {
                switch (line.Split('\t'))
                {
                    case ["open", var server, var port, var path, var count]:
                        fleet ??= new PageFleet(server, Int(port), path);
                        Answer((await fleet.Open(Int(count))).TotalSeconds);
                        break;
                    case ["events", var times]:
                        var trips = await fleet!.Events(Int(times)); // opened before
                        Answer(Statistics.Percentile(trips, 0.5), Statistics.Percentile(trips, 0.99), fleet.First.DiffBytes, fleet.First.FrameBytes);
                        break;
                    case ["rate", var milliseconds]:
                        var (events, time) = await fleet!.Rate(TimeSpan.FromMilliseconds(Int(milliseconds))); // opened before
                        Answer(events, time.TotalSeconds);
                        break;
                    case ["say", var times]:
                        var taken = new List<double>();
                        for (var i = 0; i < Int(times); i++)
                            taken.Add((await fleet!.Say()).TotalMilliseconds); // opened before
                        taken.Sort();
                        Answer(Statistics.Percentile([.. taken], 0.5), taken[^1], fleet!.Behind, fleet.Disorder);
                        break;
                    default:
                        throw new InvalidOperationException($"Unknown command '{line}'.");
                }
            }
            catch (Exception e)
            {
                Console.WriteLine("ERROR " + e.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Answer(params IReadOnlyList<double> figures) => Console.WriteLine("OK " + string.Join(' ', figures.Select(static f => f.ToString("R", CultureInfo.InvariantCulture))));
}
