using System.Text.RegularExpressions;

namespace Zhar.Eng.Conformance;

/// <summary>Ids of catalogue cases, such as <c>PRC-001</c>, and the test methods that carry them.</summary>
internal static partial class CaseId
{
    public static bool IsValid(string text) => IdPattern.IsMatch(text);

    /// <summary>The case that a test method belongs to: <c>PRC_001</c> and <c>PRC_001_when_named</c> give <c>PRC-001</c>; <c>null</c> for any other method.</summary>
    public static string? FromMethod(string method) =>
        MethodPattern.Match(method) is { Success: true } match
            ? $"{match.Groups[1].Value}-{match.Groups[2].Value}"
            : null;

    /// <summary>The start of the method names of a case: <c>PRC_001</c>.</summary>
    public static string ToMethod(string caseId) => caseId.Replace('-', '_');

    [GeneratedRegex("^[A-Z]{3,4}-[0-9]{3}$")]
    private static partial Regex IdPattern { get; }

    [GeneratedRegex("^([A-Z]{3,4})_([0-9]{3})(?:_.*)?$")]
    private static partial Regex MethodPattern { get; }
}
