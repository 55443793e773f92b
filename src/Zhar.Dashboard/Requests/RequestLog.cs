using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Zhar.Dashboard;

/// <summary>The last requests, by the spans of the web layer.</summary>
internal sealed class RequestLog(TimeProvider clock)
{
    internal const string Source = "Zhar.Web";

    private const int Size = 500, MaxPath = 200;
    private const string Span = "phoenix.endpoint";

    private readonly Lock _gate = new();
    private readonly Request[] _ring = new Request[Size];
    private long _added;

    internal void Add(Activity span)
    {
        if (span.OperationName != Span)
            return;
        var path = Text(span, "url.path");
        var request = new Request(
            0, clock.GetUtcNow(), Text(span, "http.request.method"), path.Length <= MaxPath ? path : path[..MaxPath] + "…", Text(span, "http.route"),
            span.GetTagItem("http.response.status_code") as int? ?? 0, span.Duration, Text(span, "zhar.request_id"));
        lock (_gate)
        {
            _ring[_added % Size] = request with { Number = _added };
            _added++;
        }
    }

    internal RequestsSnapshot Snapshot(string? search, int limit)
    {
        var found = ImmutableArray.CreateBuilder<Request>();
        long total;
        lock (_gate)
        {
            total = _added;
            for (var i = _added - 1; i >= 0 && i >= _added - Size && found.Count < limit; i--)
            {
                if (_ring[i % Size] is var request && request.Fits(search))
                    found.Add(request);
            }
        }

        return new(total, found.ToImmutable());
    }

    private static string Text(Activity span, string tag) => Convert.ToString(span.GetTagItem(tag), CultureInfo.InvariantCulture) ?? "";
}

/// <summary>One request that was answered.</summary>
internal sealed record Request(long Number, DateTimeOffset Time, string Method, string Path, string Route, int Status, TimeSpan Duration, string Id)
{
    internal bool Fits(string? search) => string.IsNullOrWhiteSpace(search) ||
        search.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            Path.Contains(word, StringComparison.OrdinalIgnoreCase) || Route.Contains(word, StringComparison.OrdinalIgnoreCase) || Method.Equals(word, StringComparison.OrdinalIgnoreCase) ||
            Status.ToString(CultureInfo.InvariantCulture).StartsWith(word, StringComparison.Ordinal) || Id == word);
}

/// <summary>The last requests that fit, newest first, and how many there were in all.</summary>
internal sealed record RequestsSnapshot(long Total, ImmutableArray<Request> Requests)
{
    internal static RequestsSnapshot Empty { get; } = new(0, []);
}
