using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>Runs the buttons of the debug page. A button carries a token, so that no other page can press it.</summary>
internal static class DebugActions
{
    internal const string ActionPath = "/__zhar__/debugger/action";

    private const string Salt = "debug action";
    private const int MaxBytes = 16 * 1024;

    internal static IEnumerable<(string Label, string Token)> For(EndpointRuntime endpoint, Exception exception)
    {
        foreach (var action in endpoint.Services.GetServices<IDebugAction>())
        {
            if (action.Helps(exception))
                yield return (action.Label, Token.Sign(endpoint.Keys, Salt, Name(action)));
        }
    }

    internal static bool Takes(HttpContext conn) => HttpMethods.IsPost(conn.Request.Method) && conn.Request.Path == ActionPath;

    internal static async Task Run(HttpContext conn, EndpointRuntime endpoint)
    {
        try
        {
            var form = await BodyReader.Read(conn, MaxBytes, 0, static (body, _) => Params.FromQuery(BodyReader.Text(body))).ConfigureAwait(false);
            var name = Token.Verify(endpoint.Keys, Salt, form.Raw("token") as string, TimeSpan.FromHours(1)).DataOrDefault;
            var action = endpoint.Services.GetServices<IDebugAction>().FirstOrDefault(a => Name(a) == name) ?? throw new BadRequestException("The button of the debug page is not one of this run. Load the page again.");
            await action.Run(conn.RequestServices, conn.RequestAborted).ConfigureAwait(false);
            conn.RedirectTo(form.Raw("back") is string back && LocalPath.IsLocal(back) ? back : "/");
        }
        catch (Exception e)
        {
            await Errors.Answer(conn, endpoint, e).ConfigureAwait(false);
        }
    }

    private static string Name(IDebugAction action) => $"{action.GetType().FullName}: {action.Label}";
}
