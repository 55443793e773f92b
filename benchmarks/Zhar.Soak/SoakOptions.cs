using System.Globalization;

namespace Zhar.Soak;

/// <summary>How long, with how many workers (0: one per processor), and the seed of the random choices.</summary>
internal sealed record SoakOptions(int Seconds, int Workers, int Seed)
{
    private const int Shortest = 10;

    internal static SoakOptions Parse(string[] args)
    {
        var options = new SoakOptions(60, 0, Random.Shared.Next());
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = Math.Max(Shortest, value) },
                "--workers" => options with { Workers = value },
                "--seed" => options with { Seed = value },
                var other => throw new ArgumentException($"Unknown argument '{other}'. There are --seconds N, --workers W and --seed S."),
            };
        }

        return options;
    }
}
