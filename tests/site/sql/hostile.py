# ruff: noqa: E501 - a statement reads best in one line
"""Statements that a stranger may send to stop, empty or break a server, each by its idea."""

LONG = "printf('%.*c', 999000, 'a')"
HALF = "printf('%.*c', 499000, 'a') || 'b'"
# Half a minute and more on a machine of today: twenty sizes, since equal calls are made once.
HALVES = [f"printf('%.*c', {499000 + n}, 'a') || 'b'" for n in range(20)]
FOREVER = "with recursive c(x) as (select 1 union all select x + 1 from c)"
MANY = "with recursive c(x) as (select 1 union all select x + 1 from c where x < 1000000)"
NESTED = ", ".join(
    ["c0 as (select 1 as x union all select 2)"]
    + [f"c{n} as (select a.x from c{n - 1} a, c{n - 1} b)" for n in range(1, 12)]
)
WIDE = ", ".join(f"x as c{n}" for n in range(99))

# One call of a function, which no progress handler stops.
CALLS = (
    f"select {' + '.join(f'instr({LONG}, {half})' for half in HALVES)}",
    f"select instr({LONG}, {HALF}) + instr({LONG} || 'c', {HALF})",
    f"select sum(instr({LONG}, {HALF})) from places, places, places",
    f"select {' || '.join(f'replace({LONG}, {half}, 1)' for half in HALVES)}",
    f"select length(replace({LONG}, printf('%.*c', 400000, 'a') || 'b', ''))",
    f"select trim({LONG}, printf('%.*c', 499000, 'b') || 'c')",
    f"select ltrim({LONG}, printf('%.*c', 999000, 'b'))",
    f"select rtrim({LONG}, printf('%.*c', 999000, 'b'))",
    "select printf('%.*c', 900000000, 'x')",
    f"select {', '.join(['length(printf($$%.*c$$, 900000000, $$x$$))'.replace('$$', chr(39))] * 6)}",
    "select format('%900000000d', 1)",
    "select printf('%.*f', 900000000, 1.5)",
    f"select {LONG} like '{'%a' * 400}b'",
    f"select {LONG} glob '{'*a' * 400}b'",
    f"select name from places where {LONG} like '%' || replace(hex(zeroblob(200)), '00', 'a%') || 'b'",
    f"select {LONG} like printf('%.*c', 999, '_') || 'b' from places",
    f"select max({LONG} glob '*a*a*a*a*a*a*a*b') from places",
    f"select quote(zeroblob(400000)), hex(zeroblob(400000)), upper({LONG})",
    f"select json_extract('[' || replace({LONG}, 'a', '[],') || '1]', '$[#-1]')",
    f"select json_valid(replace({LONG}, 'a', '['))",
    f"select json_patch(json_group_object(x, x), json_group_object(x, 1)) from ({MANY} select x from c)",
    f"select group_concat({LONG}) over () from places, places",
    f"select soundex({LONG}), unicode({LONG}), length(cast({LONG} as blob))",
    f"select strftime(replace({LONG}, 'a', '%Y'), '2020-01-01')",
    "select strftime(printf('%.*c', 200000, '%') || 'J', 'now')",
    "select round(1e300, 30), printf('%!.26f', 1e308), printf('%.9999f', 1.0) from places",
)
# Loops without end.
LOOPS = (
    f"{FOREVER} select x from c",
    f"{FOREVER} select max(x) from c",
    f"{FOREVER} select count(*) from c, c",
    f"{FOREVER} select x from c where x < 0 limit 1",
    f"{FOREVER} select 1 where exists (select 1 from c where x < 0)",
    f"{FOREVER} select x from c order by x desc limit 1",
    f"{FOREVER} select x from c limit 1 offset 1000000000000",
    "with recursive c(x) as (select 1 union all select x from c) select x from c where x = 2",
    "with recursive a(x) as (select 1 union select x + 1 from a) select max(x) from a",
    f"{MANY} select count(*) from c a, c b",
    f"{MANY} select count(*) from c a join c b on a.x < b.x join c d on d.x > b.x",
    f"{MANY} select x from c where x in (select x + 1 from c where x in (select x + 2 from c))",
    "select count(*) from " + ", ".join(["places"] * 30),
    "select count(*) from " + ", ".join(["places"] * 64),
    f"select count(*) from places where {' and '.join(['name like name'] * 90)}",
    f"with {NESTED} select count(*) from c11",
    f"with {NESTED} select count(*) from c11 a, c11 b where a.x < b.x",
    "select sum(a.value * b.value) from json_each(printf('[%s1]', replace(hex(zeroblob(50000)), '00', '1,'))) a, "
    "json_each(printf('[%s1]', replace(hex(zeroblob(50000)), '00', '1,'))) b",
    "select count(*) from places_fts a, places_fts b, places_fts c, places_fts d, places_fts e, "
    "places_fts f, places_fts g, places_fts h, places_fts i",
    f"select count(*) from places_fts where places_fts match '{' OR '.join(['a*', 'b*', 'c*'] * 60)}'",
    f"select highlight(places_fts, 0, {LONG}, {LONG}) from places_fts where places_fts match 'cafe'",
    f"select count(*) from places_fts where places_fts match '{'(' * 300}a{')' * 300}'",
)
# Memory, and answers without measure.
LARGE = (
    "select randomblob(900000000)",
    "select zeroblob(999999999)",
    "select hex(zeroblob(499999)) || hex(zeroblob(499999))",
    f"with t(x) as materialized (select {LONG}) select {', '.join(['x'] * 400)} from t",
    f"with t(x) as materialized (select {LONG}) select {WIDE} from t",
    f"{MANY}, t(y) as materialized (select {LONG}) select y from c, t",
    f"{MANY} select x, {LONG} from c",
    f"{MANY} select hex(zeroblob(900)) || x from c",
    f"{MANY} select json_group_array(hex(zeroblob(900)) || x) from c",
    f"{MANY} select json_group_object(x, hex(zeroblob(90000))) from c",
    f"{MANY} select group_concat(hex(zeroblob(400000))) from c",
    f"{MANY} select hex(zeroblob(900)) || x as y from c order by y",
    f"{MANY} select distinct hex(zeroblob(900)) || x from c",
    f"{MANY} select hex(zeroblob(900)) || x as y, count(*) from c group by y",
    f"{MANY} select sum(x) over (order by x rows between unbounded preceding and current row) from c",
    f"{MANY} select max(hex(zeroblob(9000)) || x) over (order by x desc) from c",
    f"{MANY} select x from c union select x + 1 from c union select x + 2 from c order by 1",
    f"{MANY}, m as materialized (select x, hex(zeroblob(900)) as y from c) select count(*) from m",
    f'{MANY} select x as "{"n" * 6000}" from c',
    f"{MANY} select {WIDE} from c",
    f"select json_array({', '.join([LONG] * 99)})",
    f"select char({', '.join(['1'] * 99)}) || {LONG} || {LONG}",
)
# What breaks a process, or tells of it.
BREAKING = (
    "select hex(fts3_tokenizer('simple'))",
    "select fts3_tokenizer('simple', x'4141414141414141')",
    "select token from fts3tokenize where input = 'hello'",
    "select load_extension('/lib/x86_64-linux-gnu/libc.so.6', 'abort')",
    "select rtreenode(2, zeroblob(999999)), rtreedepth(zeroblob(4))",
    "select sqlite_log(1, 'x')",
    "select fts5(x'4141414141414141')",
    f"select {'(' * 1250}1{')' * 1250}",
    f"select {'- ' * 3001}1",
    f"select {'not ' * 1500}1",
    f"select {' + '.join(['1'] * 500)}",
    " union all ".join(["select 1"] * 300),
    f"select 1 from {'(select * from ' * 150}places{')' * 150}",
    f"select case {' '.join(['when 1 then 1'] * 300)} end",
    f"select 1 in ({', '.join(['1'] * 600)})",
    "select sum(1) filter (where 1) over (partition by name order by name groups 9e18 preceding) from places",
    "select ntile(9223372036854775807) over (), lead(1, -9223372036854775808) over () from places",
    "select substr('a', -9223372036854775808, -9223372036854775808), abs(-9223372036854775808)",
    "select 1 limit 9223372036854775807 offset -9223372036854775808",
)
STATEMENTS = CALLS + LOOPS + LARGE + BREAKING
