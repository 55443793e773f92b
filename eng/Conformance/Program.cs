using Zhar.Eng.Conformance;
using Zhar.Eng.Conformance.Mutants;

// Called by `./dev conformance`. The working directory is the root of the repository.
const string Usage = """
    usage: ./dev conformance otp [--mutants [name ...]]

      otp                one line per case of the OTP catalogue, then the count
      otp --mutants      breaks the runtime on purpose, one listed fault at a time, and shows which case notices
    """;

if (args is not ["otp", .. var options] || options.Any(o => o.StartsWith('-') && o != "--mutants"))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var root = Directory.GetCurrentDirectory();
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stopping.Cancel();
};

try
{
    return options switch
    {
        [] => await ConformanceCommand.Run(root, Console.Out, stopping.Token),
        ["--mutants", .. var names] => await MutantsCommand.Run(root, names, Console.Out, stopping.Token),
        _ => ShowUsage(),
    };
}
catch (ConformanceException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

static int ShowUsage()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
