using System.Text.Json.Serialization;

namespace Zhar.Reload;

/// <summary>What the command line and the program that it runs tell each other while code is reloaded: one line of JSON each.</summary>
/// <param name="Kind">One of the constants of <see cref="ReloadKind"/>.</param>
internal sealed record ReloadMessage(string Kind)
{
    /// <summary>Of <see cref="ReloadKind.Swap"/>: the new assembly. None: the newest one, with its configuration read anew.</summary>
    public string? Assembly { get; init; }

    /// <summary>Of <see cref="ReloadKind.Problem"/>: what keeps the change from the page; <c>null</c> when nothing does any more.</summary>
    public ReloadProblem? Problem { get; init; }

    /// <summary>Of <see cref="ReloadKind.Assets"/>: the changed files under <c>wwwroot</c>, as paths of URLs.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Of <see cref="ReloadKind.Started"/> and <see cref="ReloadKind.Failed"/>: for the terminal.</summary>
    public string? Text { get; init; }

    /// <summary>Of <see cref="ReloadKind.Started"/>: how long the exchange took.</summary>
    public ReloadTimes? Times { get; init; }

    /// <summary>Of <see cref="ReloadKind.Memory"/>: the old versions that are in memory.</summary>
    public int Count { get; init; }
}

/// <summary>The steps of an exchange, in milliseconds.</summary>
/// <param name="Build">The new version is loaded, and its host built, while the old one runs.</param>
/// <param name="Stop">The old version ends.</param>
/// <param name="Start">The new one starts.</param>
internal sealed record ReloadTimes(double Build, double Stop, double Start)
{
    /// <summary>All of it.</summary>
    internal double Total => Build + Stop + Start;
}

/// <summary>The kinds of <see cref="ReloadMessage"/>.</summary>
internal static class ReloadKind
{
    // From the command line.
    internal const string Swap = "swap", Problem = "problem", Assets = "assets";

    // From the program: it takes new versions; one runs; one does not; the application has ended by itself; old versions stay in memory.
    internal const string Ready = "ready", Started = "started", Failed = "failed", Ended = "ended", Kept = "kept";

    // A question, and its answer: how many old versions are in memory.
    internal const string Memory = "memory";
}

/// <summary>Why a change is not on the page.</summary>
/// <param name="Title">One line.</param>
/// <param name="Text">The rest, when there is more than errors at a place of the source.</param>
/// <param name="Errors">What the compiler says.</param>
internal sealed record ReloadProblem(string Title, string? Text, IReadOnlyList<ReloadError> Errors);

/// <summary>One error of the compiler.</summary>
/// <param name="File">The file, by its path in the application; empty when the error has no place.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Code">Its number, such as <c>CS0103</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Source">The lines around it.</param>
internal sealed record ReloadError(string File, int Line, int Column, string Code, string Message, IReadOnlyList<ReloadLine> Source);

/// <summary>A line of source.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end.</param>
internal sealed record ReloadLine(int Number, string Text);

/// <summary>What browsers are told.</summary>
/// <param name="Generation">A number that grows with each version that starts.</param>
/// <param name="IsLeaving">Whether the version that serves this is about to go: the browser connects again.</param>
/// <param name="Problem">Why the last change is not on the page.</param>
/// <param name="Assets">How many times files under <c>wwwroot</c> have changed.</param>
/// <param name="Paths">Those that changed last.</param>
internal sealed record ReloadStatus(int Generation, bool IsLeaving, ReloadProblem? Problem, int Assets, IReadOnlyList<string> Paths);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReloadMessage))]
[JsonSerializable(typeof(ReloadStatus))]
internal sealed partial class ReloadJson : JsonSerializerContext;
