using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Answers the failures of the actions of many controllers in one place; it may itself be a controller, and render. Name it with <c>[ActionFallback&lt;T&gt;]</c>. Source: Phoenix.Controller.action_fallback/1.</summary>
/// <example>
/// <code>
/// public sealed partial class FallbackController : Controller, IActionFallback
/// {
///     public ValueTask&lt;IResult&gt; Call(Conn conn, Failure failure) => new(failure switch
///     {
///         { Form: { } form } => Problem(422) …,
///         { Reason.Tag: "not_found" } => NotFound(),
///         _ => Status(500),
///     });
/// }
/// </code>
/// </example>
public interface IActionFallback
{
    /// <summary>Answers.</summary>
    ValueTask<IResult> Call(Conn conn, Failure failure);
}
