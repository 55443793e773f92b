namespace Zhar.Web;

/// <summary>What an error page says.</summary>
/// <param name="Status">The status: 404, 500.</param>
/// <param name="Title">Its name: <c>Not Found</c>.</param>
/// <param name="RequestId">The id under which the log has more.</param>
/// <param name="Exception">What happened. Not for the eyes of the page's reader.</param>
public sealed record ErrorInfo(int Status, string Title, string RequestId, Exception Exception);
