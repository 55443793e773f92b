using System.Text.Json.Serialization;
using Zhar.Reload;

namespace Zhar.Cli.Reload;

/// <summary>What one run of the compiler has come to.</summary>
/// <param name="Hash">Of the assembly that was written; <c>null</c> when there are errors.</param>
/// <param name="Errors">What is wrong, at most <see cref="CodeCompiler.MaxErrors"/>.</param>
internal sealed record CompileResult(string? Hash, IReadOnlyList<ReloadError> Errors)
{
    /// <summary>What the compiler and the rules of Zhar warn of in the files that were changed, at most <see cref="CodeCompiler.MaxErrors"/>.</summary>
    public IReadOnlyList<ReloadError> Warnings { get; init; } = [];

    /// <summary>A file was made or deleted that MSBuild has to tell the compiler of.</summary>
    public bool NeedsBuild { get; init; }

    /// <summary>Where the time went.</summary>
    public CompileTimes Times { get; init; } = CompileTimes.None;
}

/// <summary>The steps of the compiler, in milliseconds.</summary>
/// <param name="Read">Sources are read and parsed.</param>
/// <param name="Generate">Generators run.</param>
/// <param name="Emit">Methods are bound and written.</param>
internal sealed record CompileTimes(double Read, double Generate, double Emit)
{
    /// <summary>Nothing was compiled.</summary>
    internal static readonly CompileTimes None = new(0, 0, 0);

    /// <summary>All of it.</summary>
    internal double Total => Read + Generate + Emit;
}

[JsonSerializable(typeof(CompileResult))]
internal sealed partial class CompileJson : JsonSerializerContext;
