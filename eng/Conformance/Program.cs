using Zhar.Eng.Conformance;
using Zhar.Eng.Conformance.Data;
using Zhar.Eng.Conformance.Mutants;

// Called by `./dev conformance`. The working directory is the root of the repository.
const string Usage = """
    usage: ./dev conformance otp [--mutants [name ...]]
           ./dev conformance data

      otp                one line per case of the OTP catalogue, then the count
      otp --mutants      breaks the runtime on purpose, one listed fault at a time, and shows which case notices
      data               one line per case of the data layer and database, a count per database, then the count
    """;

var root = Directory.GetCurrentDirectory();
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stopping.Cancel();
};

try
{
    return args switch
    {
        ["otp"] => await ConformanceCommand.Run(root, Console.Out, stopping.Token),
        ["otp", "--mutants", .. var names] when !names.Any(name => name.StartsWith('-')) => await MutantsCommand.Run(root, names, Console.Out, stopping.Token),
        ["data"] => await DataCommand.Run(root, Console.Out, stopping.Token),
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
