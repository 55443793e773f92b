using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;

namespace Playhouse;

/// <summary>The box office of a theatre, an ASP.NET Core application of a usual kind. Nothing in this file knows of Zhar.</summary>
public static class Site
{
    /// <summary>Each response says which request it answers, with the id that a proxy in front may have given.</summary>
    public const string CorrelationHeader = "X-Correlation-Id";

    public static void AddServices(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDbContext<PlayhouseContext>(o => o.UseSqlite(builder.Configuration.GetConnectionString("Playhouse") ?? "Data Source=playhouse.db"));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o => o.LoginPath = "/login");
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IPasswordHasher<Customer>, PasswordHasher<Customer>>();
        builder.Services.AddRazorPages(o => o.Conventions.AuthorizePage("/Bookings"));
        builder.Services.AddHealthChecks();
    }

    public static async Task Use(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseExceptionHandler("/error");
        app.UseStatusCodePages("text/plain", "Nothing here: {0}");
        app.Use((context, next) =>
        {
            context.Response.Headers[CorrelationHeader] = context.Request.Headers[CorrelationHeader] is { Count: 1 } given ? given : context.TraceIdentifier;
            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets();
        app.MapRazorPages();
        app.MapHealthChecks("/health");
        app.MapGet("/error", () => Results.Text("Something went wrong on our side.", statusCode: 500));
        app.MapGet("/api/shows", async (PlayhouseContext context) => await context.Shows.OrderBy(s => s.Starts)
            .Select(s => new { s.Id, s.Title, Starts = s.Starts.ToString("s", CultureInfo.InvariantCulture), Free = (s.Rows * s.SeatsInRow) - s.Bookings.Count }).ToListAsync());

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PlayhouseContext>().Database.MigrateAsync();
    }
}
