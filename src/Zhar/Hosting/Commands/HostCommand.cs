namespace Zhar;

/// <summary>A command of a program.</summary>
/// <param name="Name">The word that calls it.</param>
/// <param name="Summary">One sentence for the list of commands.</param>
/// <param name="Run">What it does. Its result is the exit code.</param>
/// <param name="StartsApplication">Whether the application's tree runs meanwhile, without its web server.</param>
public sealed record HostCommand(string Name, string Summary, Func<HostCommandContext, Task<int>> Run, bool StartsApplication);
