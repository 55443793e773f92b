using System.Diagnostics;
using System.Globalization;

namespace Zhar.Benchmarks.Peers;

/// <summary>One of the programs in <c>benchmarks/actors</c>, run as its own OS process for each workload.</summary>
internal sealed class Contender
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(55);

    private readonly string? _folder;

    private Contender(string name, string title, string? folder)
    {
        Name = name;
        Title = title;
        _folder = folder;
    }

    internal static Contender Ours { get; } = new("ours", "Zhar", "Bench.Ours");

    internal static Contender Beam { get; } = new("beam", "BEAM", null);

    internal static Contender Akka { get; } = new("akka", "Akka.NET", "Bench.Akka");

    internal static Contender Proto { get; } = new("proto", "Proto.Actor", "Bench.Proto");

    internal string Name { get; }

    internal string Title { get; }

    internal bool IsInstalled => _folder is not null || Repository.Output("erl", "-noshell", "-eval", "io:format(\"~s~n\",[erlang:system_info(otp_release)]),halt().") is not null;

    private static string Actors => Path.Combine(Repository.Root, "benchmarks", "actors");

    private static string Output => Path.Combine(Repository.Root, "artifacts", "actors");

    /// <summary>Builds the program; a second time that is quick.</summary>
    internal async Task Build()
    {
        if (_folder is null)
        {
            Directory.CreateDirectory(Path.Combine(Output, "beam"));
            await Execute("erlc", ["-o", Path.Combine(Output, "beam"), Path.Combine(Actors, "beam", "bench.erl")], TimeSpan.FromMinutes(1));
        }
        else
        {
            await Execute("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo", Path.Combine(Actors, Name)], TimeSpan.FromMinutes(3));
        }
    }

    /// <summary>Runs one workload and returns its figures. Empty when the contender has no such thing, or took too long.</summary>
    internal async Task<Dictionary<string, double>> Run(string workload)
    {
        if (_folder is null && !File.Exists(Path.Combine(Output, "beam", "bench.beam")))
            await Build();
        try
        {
            var output = _folder is null
                ? await Execute("erl", ["+P", "4000000", "-noinput", "-pa", Path.Combine(Output, "beam"), "-eval", $"bench:main([\"gs\",\"{workload}\"])."], Limit)
                : await Execute("dotnet", [Path.Combine(Output, "bin", _folder, _folder + ".dll"), workload], Limit);
            var figures = new Dictionary<string, double>();
            foreach (var words in output.Split('\n').Select(static l => l.Split(' ')))
            {
                if (words is ["RESULT", _, var metric, var value, ..] && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                    figures[metric] = number;
            }

            return figures;
        }
        catch (TimeoutException e)
        {
            Session.Say(e.Message);
            return [];
        }
    }

    private static async Task<string> Execute(string program, string[] arguments, TimeSpan limit)
    {
        var command = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        command.Environment["BENCH_OUT"] = Output;
        command.Environment["DOTNET_gcServer"] = "0";
        using var process = System.Diagnostics.Process.Start(command)!;
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}:\n{output}{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit.TotalSeconds:0} s.");
        }
    }
}
