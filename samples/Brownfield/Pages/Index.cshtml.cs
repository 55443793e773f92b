using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;

namespace Playhouse.Pages;

public sealed class IndexModel(PlayhouseContext context) : PageModel
{
    public IReadOnlyList<Show> Shows { get; private set; } = [];

    public async Task OnGetAsync() => Shows = await context.Shows.Include(s => s.Bookings).OrderBy(s => s.Starts).ToListAsync();
}
