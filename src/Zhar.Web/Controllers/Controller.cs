using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Zhar.Web;

/// <summary>Answers requests: each public method is an action that a route can lead to. Derive from it with a <c>partial</c> class.</summary>
/// <remarks>
/// <para>One is made for each request, its constructor's parameters from the request's services. What an action takes is read from the request and checked by
/// its type: numbers, text, enums, dates, lists, records, <see cref="Params"/> and uploads from path, body and query; <c>Conn</c>, <c>CancellationToken</c>,
/// <c>ClaimsPrincipal</c> and services as they are. What does not fit is answered with 400 and never reaches the action.</para>
/// <para><c>Render(Show, user)</c> draws with <c>UserHtml.Show</c> or <c>UserJson.Show</c>, by the format that suits the request; the compiler checks both.</para>
/// <para>Methods with <c>[Plug]</c> run before the actions. Source: Phoenix.Controller.</para>
/// </remarks>
/// <example>
/// <code>
/// public sealed partial class UserController(Users users) : Controller
/// {
///     public async Task&lt;IResult&gt; Index(Conn conn) => Render(Index, await users.List());
///
///     public async Task&lt;IResult&gt; Show(Conn conn, int id) => Render(Show, await users.Get(id));
///
///     public async Task&lt;IResult&gt; Create(Conn conn, Params user) => await users.Create(user) switch
///     {
///         Ok&lt;User&gt;(var made) => Redirect(to: Paths.Users.Show(made.Id)),
///         Invalid&lt;User&gt;(var changeset) => Render(New, changeset).Status(422),    // the form again, with its errors
///     };
/// }
/// </code>
/// </example>
public abstract partial class Controller
{
    /// <summary>The views. Written by generated code.</summary>
    protected virtual ViewTable ViewTable => field ??= new ViewTable.None(GetType().Name);

    /// <summary>The JSON contexts of the application. Written by generated code.</summary>
    protected virtual IReadOnlyList<JsonSerializerContext> JsonContexts => [];

    internal ViewTable Views => ViewTable;

    internal IReadOnlyList<JsonSerializerContext> Contexts => JsonContexts;

    // ---- views -------------------------------------------------------------------------------------------------------

    /// <summary>Draws the view of an action: <c>Render(Index)</c>. Source: Phoenix.Controller.render/3.</summary>
    /// <param name="action">The action whose view it is, by its name: <c>Show</c>; mostly the one in hand.</param>
    /// <param name="_">Left out.</param>
    /// <param name="view">Left out: the compiler fills it in.</param>
    /// <returns>A result that draws when it is written; <c>Status</c> gives it a status.</returns>
    protected ViewResult Render(Delegate action, CallSite _ = default, [CallerArgumentExpression(nameof(action))] string view = "") =>
        Render(view, new ViewArguments(0));

    /// <summary>Draws the view of an action with one value: <c>Render(Show, user)</c>.</summary>
    /// <inheritdoc cref="Render(Delegate, CallSite, string)"/>
    protected ViewResult Render<T>(Delegate action, T value, CallSite _ = default, [CallerArgumentExpression(nameof(action))] string view = "") =>
        Render(view, new ViewArguments(1, value));

    /// <summary>Draws the view of an action with two values: <c>Render(Edit, user, changeset)</c>.</summary>
    /// <inheritdoc cref="Render(Delegate, CallSite, string)"/>
    protected ViewResult Render<T1, T2>(Delegate action, T1 first, T2 second, CallSite _ = default, [CallerArgumentExpression(nameof(action))] string view = "") =>
        Render(view, new ViewArguments(2, first, second));

    /// <summary>Draws the view of an action with three values.</summary>
    /// <inheritdoc cref="Render(Delegate, CallSite, string)"/>
    protected ViewResult Render<T1, T2, T3>(Delegate action, T1 first, T2 second, T3 third, CallSite _ = default, [CallerArgumentExpression(nameof(action))] string view = "") =>
        Render(view, new ViewArguments(3, first, second, third));

    /// <summary>Draws the view of an action with four values.</summary>
    /// <inheritdoc cref="Render(Delegate, CallSite, string)"/>
    protected ViewResult Render<T1, T2, T3, T4>(Delegate action, T1 first, T2 second, T3 third, T4 fourth, CallSite _ = default, [CallerArgumentExpression(nameof(action))] string view = "") =>
        Render(view, new ViewArguments(4, first, second, third, fourth));

    /// <summary>Draws a view by its name, for one that is no action: <c>RenderView("Card", user)</c>.</summary>
    protected ViewResult RenderView(string view) => Render(view, new ViewArguments(0));

    /// <inheritdoc cref="RenderView(string)"/>
    protected ViewResult RenderView<T>(string view, T value) => Render(view, new ViewArguments(1, value));

    /// <inheritdoc cref="RenderView(string)"/>
    protected ViewResult RenderView<T1, T2>(string view, T1 first, T2 second) => Render(view, new ViewArguments(2, first, second));

    /// <inheritdoc cref="RenderView(string)"/>
    protected ViewResult RenderView<T1, T2, T3>(string view, T1 first, T2 second, T3 third) => Render(view, new ViewArguments(3, first, second, third));

    // The text of "this.Show" names the view as "Show" does.
    private ViewResult Render(string view, in ViewArguments arguments) => new(this, view[(view.LastIndexOf('.') + 1)..].Trim(), arguments);
}
