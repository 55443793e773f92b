using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Zhar.Eng.Conformance;

/// <summary>Reads the result files (TRX) that the test executables write.</summary>
internal static partial class TestResultFile
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static IReadOnlyList<ResultRow> Read(string path)
    {
        if (!File.Exists(path))
            throw new ConformanceException($"The test run left no result file '{path}': it ended early. Its output is above.");

        return Parse(XDocument.Load(path));
    }

    public static IReadOnlyList<ResultRow> Parse(XDocument document)
    {
        var methods = document.Descendants(Trx + "UnitTest").ToDictionary(
            test => (string)test.Attribute("id")!,           // the format requires both
            test => (string)test.Element(Trx + "TestMethod")!.Attribute("name")!);

        return
        [
            .. document.Descendants(Trx + "UnitTestResult").Select(result => new ResultRow(
                methods[(string)result.Attribute("testId")!],
                (string)result.Attribute("testName")!,
                OutcomeOf((string?)result.Attribute("outcome")),
                AssertionsIn(TextOf(result)),
                TextOf(result)))
        ];
    }

    // Every outcome that is neither a pass nor a skip (Error, Timeout, Aborted, …) is a failure.
    private static Outcome OutcomeOf(string? text) => text switch
    {
        "Passed" => Outcome.Passed,
        "NotExecuted" => Outcome.Skipped,
        _ => Outcome.Failed,
    };

    private static string TextOf(XElement result) =>
        string.Join('\n', result.Elements(Trx + "Output").DescendantNodes().OfType<XText>().Select(text => text.Value));

    // A test may print such a line itself; the last one is the base class's, written after the test's end.
    private static int AssertionsIn(string text) =>
        AssertionLine.Matches(text) is [.., var last] ? int.Parse(last.Groups[1].ValueSpan) : 0;

    [GeneratedRegex(@"^assertions: ([0-9]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex AssertionLine { get; }
}
