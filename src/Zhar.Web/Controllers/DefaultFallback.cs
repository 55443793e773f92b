using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Answers failures by what they are, for controllers that name no fallback.</summary>
internal sealed class DefaultFallback : IActionFallback
{
    internal static DefaultFallback Instance { get; } = new();

    public ValueTask<IResult> Call(Conn conn, Failure failure) => new(Answer(conn, failure));

    private static IResult Answer(Conn conn, Failure failure)
    {
        if (failure.Errors is { } errors)
        {
            return Formats.WantsJson(conn)
                ? new Problem(StatusCodes.Status422UnprocessableEntity) { Title = "Unprocessable Content", Detail = "The data is invalid.", Errors = errors }
                : new StatusResult(StatusCodes.Status422UnprocessableEntity, string.Join('\n', errors.SelectMany(static e => e.Value.Select(m => $"{e.Key} {m}"))));
        }

        return failure.Reason?.Tag switch
        {
            "not_found" => new StatusResult(StatusCodes.Status404NotFound),
            "unauthorized" => new StatusResult(StatusCodes.Status401Unauthorized),
            "forbidden" => new StatusResult(StatusCodes.Status403Forbidden),
            "conflict" => new StatusResult(StatusCodes.Status409Conflict),
            "bad_request" => new StatusResult(StatusCodes.Status400BadRequest),
            "timeout" or "noproc" or "noconnection" => new StatusResult(StatusCodes.Status503ServiceUnavailable),
            _ => throw new InvalidOperationException($"An action failed with {failure.Result}, and its controller says not what to answer. Name a fallback: [ActionFallback<FallbackController>]."),
        };
    }
}
