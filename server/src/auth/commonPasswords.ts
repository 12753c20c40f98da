/** Guessed first, of those that are long enough; compared without case, spaces and signs. */
export const common: ReadonlySet<string> = new Set(
  `
    1234567890 12345678910 123456789a 123456789q 1234567891 0123456789 0987654321 1029384756 1111111111
    123123123123 1231231231 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop qwertyuiop1 qwerty12345
    qwerty123456 qwerty1234 asdfghjkl1 asdfghjkl123 zxcvbnm123 qazwsxedc1 qazwsxedcrfv password12 password123
    password1234 password12345 password01 password10 passwordpassword passw0rd123 p4ssw0rd123 mypassword
    mypassword1 letmein123 letmein1234 letmeinplease iloveyou12 iloveyou123 iloveyou1234 welcome123
    welcome1234 welcome2024 welcome2025 welcome2026 administrator administrator1 admin12345 admin123456
    adminadmin changeme123 changemenow changeme1234 superman123 batman12345 football123 football12 baseball123
    basketball basketball1 michael123 jennifer123 charlie123 princess123 princess12 sunshine123 sunshine12
    monkey12345 dragon12345 master12345 shadow12345 trustno1trustno1 whatever123 starwars123 computer123
    internet123 liverpool123 manchester1 christopher elizabeth1 alexander1 abcdefghij abcdefghijk abcd123456
    abc1234567 abc123abc123 a123456789 a1b2c3d4e5 aa12345678 q1w2e3r4t5 q1w2e3r4t5y6 1a2b3c4d5e secret12345
    secret1234 supersecret support123 support1234 helpdesk123 helpdesk1234 service123 companyname customer123
    testtest123 test123456 testing1234 temppassword temp123456 default123 guest12345 summer2024 summer2025
    summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026 hello12345
    helloworld helloworld1 loveyou123 correcthorse hallo12345 passwort123 passwort1234 schalke1904 geheim12345
    azertyuiop azerty12345 motdepasse motdepasse1 contrasena contrasena1 contrasena123 qwertzuiop qwertz12345
    senha12345
  `
    .trim()
    .split(/\s+/),
)
