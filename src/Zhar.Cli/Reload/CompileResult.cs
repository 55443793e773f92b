using System.Text.Json.Serialization;
using Zhar.Reload;

namespace Zhar.Cli.Reload;

/// <summary>What one run of the compiler has come to.</summary>
/// <param name="Hash">Of the assembly that was written; <c>null</c> when there are errors.</param>
/// <param name="Errors">What is wrong, at most <see cref="CodeCompiler.MaxErrors"/>.</param>
internal sealed record CompileResult(string? Hash, IReadOnlyList<ReloadError> Errors);

[JsonSerializable(typeof(CompileResult))]
internal sealed partial class CompileJson : JsonSerializerContext;
