using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>All that the debug page shows, secrets left out.</summary>
internal sealed partial record DebugReport
{
    private const int ContextLines = 6;
    private const int MaxFrames = 100;
    private const int MaxSourceBytes = 4_000_000;

    internal required int Status { get; init; }

    internal required string Type { get; init; }

    internal required string Message { get; init; }

    internal required string Request { get; init; }

    internal required string RequestId { get; init; }

    /// <summary>The exceptions behind this one.</summary>
    internal required IReadOnlyList<string> Causes { get; init; }

    internal required IReadOnlyList<DebugFrame> Frames { get; init; }

    /// <summary>Names of tables, each with its rows.</summary>
    internal required IReadOnlyList<(string Title, IReadOnlyList<(string Name, string Value)> Rows)> Tables { get; init; }

    internal required IReadOnlyList<RouteInfo> Routes { get; init; }

    internal required IReadOnlyList<(string Label, string Token)> Actions { get; init; }

    internal required string Back { get; init; }

    internal required string? Editor { get; init; }

    internal static DebugReport Make(HttpContext conn, EndpointRuntime endpoint, ErrorInfo error)
    {
        var exception = error.Exception is AggregateException { InnerExceptions: [var only] } ? only : error.Exception;
        var secrets = endpoint.Options.FilterParameters;
        var request = conn.Request;
        return new DebugReport
        {
            Status = error.Status,
            Type = exception.GetType().FullName ?? exception.GetType().Name,
            Message = exception.Message,
            Request = $"{request.Method} {request.PathBase}{request.Path}",
            RequestId = error.RequestId,
            Causes = [.. Inner(exception).Select(static e => $"{e.GetType().FullName}: {e.Message}")],
            Frames = [.. Inner(exception).Prepend(exception).Reverse().SelectMany(static e => FramesOf(e)).Take(MaxFrames)],
            Tables = [.. TablesOf(conn, secrets).Where(static t => t.Rows.Count > 0)],
            Routes = exception is NoRouteException missing ? [.. missing.Router.All.Select(static r => RouteInfo.From(r))] : [],
            Actions = [.. DebugActions.For(endpoint, exception)],
            Back = HttpMethods.IsGet(request.Method) ? conn.CurrentPath : "/",
            Editor = endpoint.Options.Editor,
        };
    }

    private static IEnumerable<Exception> Inner(Exception exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            yield return inner;
    }

    private static IEnumerable<(string Title, IReadOnlyList<(string Name, string Value)> Rows)> TablesOf(HttpContext conn, IReadOnlyList<string> secrets)
    {
        var state = ConnState.Of(conn);
        if (state.Route is { } route)
            yield return ("Route", [("route", route.ToString()), ("pipelines", string.Join(", ", route.Pipelines.Select(static p => p.Name)))]);
        yield return ("Params", [.. Safe(() => Rows(conn.Params, secrets))]);
        yield return ("Session", [.. Safe(() => state.Session is { } session ? session.Keys.Order(StringComparer.Ordinal).Select(k => (k, Show(k, session[k] ?? "", secrets))) : [])]);
        yield return ("Assigns", [.. (state.Assigns ?? (IEnumerable<KeyValuePair<string, object?>>)[]).Select(a => (a.Key, Show(a.Key, a.Value?.ToString() ?? "null", secrets)))]);
        var connection = conn.Connection;
        yield return ("Request",
        [
            ("url", $"{conn.Request.Scheme}://{conn.Request.Host}{conn.Request.PathBase}{conn.Request.Path}"),
            ("protocol", conn.Request.Protocol),
            ("remote address", $"{connection.RemoteIpAddress}:{connection.RemotePort}"),
            ("request id", conn.TraceIdentifier),
        ]);
        yield return ("Headers", [.. conn.Request.Headers.OrderBy(static h => h.Key, StringComparer.OrdinalIgnoreCase).Select(h => (h.Key.ToLowerInvariant(), Show(h.Key, h.Value.ToString(), secrets)))]);
    }

    /// <summary>What is shown may be what is broken.</summary>
    private static IEnumerable<(string, string)> Safe(Func<IEnumerable<(string, string)>> rows)
    {
        try
        {
            return [.. rows()];
        }
        catch (Exception e)
        {
            return [("(unreadable)", e.Message)];
        }
    }

    private static IEnumerable<(string, string)> Rows(Params values, IReadOnlyList<string> secrets, string prefix = "")
    {
        foreach (var (key, value) in values)
        {
            var name = prefix.Length == 0 ? key : $"{prefix}[{key}]";
            if (value is Params nested && !IsSecret(key, secrets))
            {
                foreach (var row in Rows(nested, secrets, name))
                    yield return row;
            }
            else
            {
                yield return (name, value is ParamList list ? Show(key, string.Join(", ", list.Select(static i => i is Params p ? "{…}" : Params.Text(i))), secrets) : Show(key, Params.Text(value), secrets));
            }
        }
    }

    private static bool IsSecret(string name, IReadOnlyList<string> secrets) => Secrets.IsSecret(name, secrets);

    private static string Show(string name, string value, IReadOnlyList<string> secrets) => IsSecret(name, secrets) ? Secrets.Filtered : value.Length <= 500 ? value : value[..500] + "…";

    // ---- the stack ---------------------------------------------------------------------------------------------------

    /// <summary>From the text of the trace: the reflection that gives the same does not survive trimming.</summary>
    private static IEnumerable<DebugFrame> FramesOf(Exception exception)
    {
        foreach (var line in (exception.StackTrace ?? "").Split('\n'))
        {
            var match = FrameLine().Match(line.TrimEnd('\r'));
            if (!match.Success)
                continue;
            var file = match.Groups["file"].Success ? match.Groups["file"].Value : null;
            var number = file is null ? 0 : int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
            var method = match.Groups["method"].Value;
            yield return new DebugFrame(method, file, number, IsForeign(method), file is null ? [] : Excerpt(file, number));
        }
    }

    private static bool IsForeign(string method) =>
        method.StartsWith("System.", StringComparison.Ordinal) || method.StartsWith("Microsoft.", StringComparison.Ordinal) || method.StartsWith("Zhar.Web.", StringComparison.Ordinal) && !method.Contains("Tests", StringComparison.Ordinal);

    private static IReadOnlyList<(int Number, string Text)> Excerpt(string file, int line)
    {
        try
        {
            if (!File.Exists(file) || new FileInfo(file).Length > MaxSourceBytes)
                return [];
            var first = Math.Max(1, line - ContextLines);
            return [.. File.ReadLines(file).Skip(first - 1).Take(ContextLines * 2 + 1).Select((text, i) => (first + i, text))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^\s+at (?<method>.+?)(?: in (?<file>.+):line (?<line>\d+))?$")]
    private static partial Regex FrameLine();
}

/// <summary>One call on the stack, with the source around it where it is at hand.</summary>
internal sealed record DebugFrame(string Method, string? File, int Line, bool IsForeign, IReadOnlyList<(int Number, string Text)> Source)
{
    public override string ToString() => File is null ? Method : $"{Method} in {File}:{Line}";
}
