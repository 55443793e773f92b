using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What becomes of failures that an action does not answer itself. Source: Phoenix.Controller.action_fallback/1.</summary>
public abstract partial class Controller
{
    /// <summary>The fallback that <c>[ActionFallback]</c> names. Written by generated code. Without one, invalid data is answered with 422, and a reason that is called like a status with that status.</summary>
    protected virtual IActionFallback CreateFallback(Conn conn) => DefaultFallback.Instance;

    /// <summary>Answers a success with <paramref name="ok"/>, and hands a failure to the fallback: Elixir's <c>with</c>.</summary>
    /// <example><c>With(await users.Fetch(id), user => Render(Show, user))</c></example>
    protected IResult With<T>(Result<T> result, Func<T, IResult> ok)
    {
        ArgumentNullException.ThrowIfNull(ok);
        return result is Ok<T>(var value) ? ok(value) : Fallback(result);
    }

    /// <summary>Hands a failure to the fallback.</summary>
    /// <exception cref="ArgumentException">It is a success.</exception>
    protected IResult Fallback<T>(Result<T> failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is Ok<T>
            ? throw new ArgumentException("The result is a success, which the action has to answer itself: With(result, value => …).", nameof(failure))
            : new FallbackResult(this, new Failure(failure, (failure as Error<T>)?.Reason, failure.Form, failure.FieldErrors));
    }

    /// <summary>The result of an action that returns a <c>Result</c>. Called by generated code.</summary>
    protected internal IResult Outcome<T>(Result<T> outcome) => outcome is Ok<T>(var value) ? value as IResult ?? Json(value) : Fallback(outcome);

    private sealed class FallbackResult(Controller controller, Failure failure) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var fallback = controller.CreateFallback(httpContext);
            try
            {
                await ActionRunner.Send(httpContext, await fallback.Call(httpContext, failure));
            }
            finally
            {
                if (fallback is IAsyncDisposable asynchronous)
                    await asynchronous.DisposeAsync();
                else
                    (fallback as IDisposable)?.Dispose();
            }
        }
    }
}
